"""The report's markup (jinja2), in the blocks that a PDF keeps whole; only what Qt's rich text knows."""

MAPS = """
{% if first %}<h2>The whole ornament</h2>{% endif %}
{{ row }}
"""

SHOWN = """
<p class="small">{{ shown.title }} is another scorer's map of the same ornament ({{ shown.name }};
{{ shown.source }}), on its own fixed scale from {{ "%.3g" | format(shown.minimum) }} to
{{ "%.3g" | format(shown.maximum) }}. It was looked at beside the evidence above; scores and p-values do not
rest on it.{% if shown.figures %} Measured on the published protocols:
{% for name, value in shown.figures.items() %}
{{ name | figure }} {{ "%.3g" | format(value) }}{{ ", " if not loop.last }}
{%- endfor %}.{% endif %}</p>
"""

CALIBRATION = """
<h2>Calibration</h2>
<p class="small">Scored by {{ evidence }}.</p>
<p class="small">Asked: {{ "%g" | format(record.params.false_alarms) }} false alarms a
{% if said.decision.method == "pair" %}place{% else %}vignette{% endif %}.
{% if said.calibration.vignettes %}
p-values are conformal: the share of {{ said.calibration.vignettes }} held-out normal vignettes on
{{ said.calibration.ornaments }} normal ornaments that score at least as high
({{ said.calibration.source }}).
A clean ornament of {{ vignettes }} vignettes would show
{{ "%.2f" | format(said.decision.expected_by_chance) }} of them by chance, and up to as many places of ink
that none accounts for. {% if not inspection.unknown %}The ornament as a whole was decided by
{% if said.decision.method == "holm" %}Holm's procedure over its vignettes
{%- else %}the statistic of Berk and Jones of all its p-values, against those of normal ornaments{% endif -%}
: p = {{ "%.4f" | format(said.decision.p) }}
{%- if not said.decision.promised %} (not promised: too few normals){% endif %}.
{%- endif %}

{% elif said.decision.method != "pair" %}
No population of normal impressions stands behind the scores.{% endif %}</p>
"""

LABELS = "{% if population %}<div>{{ table(head, population) }}</div>{% endif %}"

RESTS = """
<h2>What it rests on</h2>
{{ facts(basis) }}
"""
