"""The report's markup (jinja2), in the blocks that a PDF keeps whole; only what Qt's rich text knows."""

_HEAD = """
<h1>{{ title }}</h1>
<p><b>{{ said.verdict | sentence }}.</b></p>
{% if said.notes %}<ul>
{% for note in said.notes %}<li>{{ note | sentence }}.</li>{% endfor %}
</ul>{% endif %}
{% if provenance %}{{ facts(provenance) }}{% else %}<p>No provenance is recorded for this page.</p>{% endif %}

"""

_ORNAMENT = """
<h2>The ornament</h2>
<p>{{ record.ornament.path.name }}, {{ said.width }} x {{ said.height }} pixels. Grey boxes: vignettes
of the catalogue; numbered boxes: findings.</p>
<img src="boxes" width="{{ width }}">
"""

_REFERENCE = """
{% if has_reference %}
<h2>The reference, laid on the ornament</h2>
<p>{{ record.reference.path.name }}; alignment: {{ record.alignment.status }}
{%- if record.alignment.inliers is defined %}, {{ record.alignment.features }}, {{ record.alignment.inliers }}
inliers, NCC {{ "%.2f" | format(record.alignment.ncc) }}{% endif %}.</p>
{{ facts(reference_provenance) }}
<img src="reference" width="{{ width }}">
{% endif %}
"""

_TABLE = """
<h2>Findings</h2>
{% if rows %}
<table width="100%" cellpadding="3">
<tr><th align="left">no.</th><th align="left">kind</th><th align="left">label</th>
<th align="left">expected</th><th align="left">p</th><th align="left">score</th>
<th align="left">verdict</th><th align="left">evidence and note</th></tr>
{% for row in rows %}
<tr><td>{{ row.number }}</td><td>{{ row.finding.kind }}</td>
<td>{{ row.finding.label }}{% if row.name %} ({{ row.name }}){% endif %}</td>
<td>{{ row.finding.expected }}</td>
<td>{{ row.finding.p | p }}{% if row.finding.p is not none and not row.finding.promised %}*{% endif %}</td>
<td>{{ "%.2f" | format(row.finding.score) }}</td><td>{{ row.finding.verdict or "open" }}</td>
<td>{{ row.finding.evidence | join("; ") }}{% if row.finding.note %}
<br><i>Note: {{ row.finding.note }}</i>{% endif %}
</td></tr>
{% endfor %}
</table>
{% set tested = rows | map(attribute="finding") | selectattr("p", "ne", none) | list %}
{% if tested %}
<p>Sorted by p.
{%- if tested | rejectattr("promised") | list %}
 * too few normals to promise the false-alarm rate for this one.
{%- endif %}</p>
{% endif %}
{% elif inspection.unknown %}<p>None is decided.</p>
{% else %}<p>None at this rate.</p>{% endif %}
"""

FINDING = """
<h3>{{ row.number }}. {{ row.finding.kind }}
{%- if row.finding.label %}, label {{ row.finding.label }}{% endif %}
{%- if row.finding.expected not in ("", row.finding.label) -%}
, label {{ row.finding.expected }} is expected here
{%- endif %}

{% if row.finding.verdict %} ({{ row.finding.verdict }}){% endif %}</h3>
<p>{{ row.finding.evidence | join("; ") }}.{% if row.finding.note %} <i>Note: {{ row.finding.note }}</i>
{% endif %}</p>
{% if row.pictures %}
{{ picture_row(row.pictures) }}
{% endif %}
"""

_MAPS = """
<h2>Residual</h2>
<p>What the reconstruction does not explain, on one fixed scale for every ornament: white under 2.5 spreads of
normal impressions, deep red from 8.</p>
<img src="residual" width="{{ width }}">
"""

_SIGNED = """
<h2>Signed ink</h2>
<p>Against the prototype (without a catalogue: the reference): blue is ink that is missing, orange ink that
was added; the same scale.</p>
<img src="signed_ink" width="{{ width }}">
"""

_RECONSTRUCTION = """
<h2>Reconstruction</h2>
<p>The ornament re-assembled from its reconstructed vignettes on blank paper, an illustration that decides
nothing; without a catalogue, the reference.</p>
<img src="reconstruction" width="{{ width }}">
"""

_SHOWN = """
{% if shown %}
<h2>{{ shown.title }}</h2>
<p>Another scorer's map of the same ornament ({{ shown.name }}; {{ shown.source }}), on its own fixed scale
from {{ "%.3g" | format(shown.minimum) }} to {{ "%.3g" | format(shown.maximum) }}. It was looked at beside the
evidence above; scores and p-values do not rest on it.{% if shown.figures %} Measured on the published
protocols:
{% for name, value in shown.figures.items() %}
{{ name | figure }} {{ "%.3g" | format(value) }}{{ ", " if not loop.last }}
{%- endfor %}.{% endif %}</p>
<img src="shown_map" width="{{ width }}">
{% endif %}
"""

_CALIBRATION = """
<h2>Calibration</h2>
<p>Scored by {{ evidence }}.</p>
<p>Asked: {{ "%g" | format(record.params.false_alarms) }} false alarms a vignette.
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

{% else %}No population of normal impressions stands behind the scores.{% endif %}</p>
{% if population %}
<table cellpadding="2"><tr><th align="left">label</th><th align="left">held-out normals</th>
<th align="left">compared with</th></tr>
{% for label, count, how in population %}<tr><td>{{ label }}</td><td>{{ count }}</td><td>{{ how }}</td></tr>
{% endfor %}</table>
{% endif %}
"""

_ORIGINS = """
<h2>What it rests on</h2>
<table cellpadding="2">
<tr><td><b>ornament</b></td><td><code>{{ record.ornament.path.name }}</code>{{ record.ornament | place }},
SHA-256
<code>{{ record.ornament.sha256 }}</code></td></tr>
{% if record.reference %}<tr><td><b>reference</b></td>
<td><code>{{ record.reference.path.name }}</code>{{ record.reference | place }}, SHA-256
<code>{{ record.reference.sha256 }}</code></td></tr>{% endif %}
{% if record.model %}<tr><td><b>model</b></td>
<td>weights SHA-256 <code>{{ record.model.sha256 }}</code></td></tr>
{% endif %}
{% for name, title, value in settings %}
<tr><td><b>{{ title }}</b></td><td>{{ value if value is not none else "automatic" }}
{%- if name == "device" and said.get("device") %} ({{ said.get("device") }}){% endif %}</td></tr>
{% endfor %}
<tr><td><b>versions</b></td><td>
{% for name, value in versions %}{{ name }} {{ value }}{{ ", " if not loop.last }}
{% endfor %}</td></tr>
<tr><td><b>seconds</b></td><td>{{ "%.1f" | format(inspection.seconds) }}</td></tr>
</table>
"""


BEFORE = (_HEAD, _ORNAMENT, _REFERENCE, _TABLE)
AFTER = (_MAPS, _SIGNED, _RECONSTRUCTION, _SHOWN, _CALIBRATION, _ORIGINS)
