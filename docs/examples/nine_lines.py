"""Match, align and inspect the bundled sample in nine lines."""

import autolabelme as al

page = al.read_page(al.sample("pages/sample_worn.jpg"))
first = al.read_boxes(al.sample("pages/sample_worn.json"))[0]
copies = al.match(page, first, scope="page", quarter_turns=True, scale_steps=0)
print(f"{len(copies)} copies, the weakest scores {copies.matches[-1].score:.2f}")
reference, suspect = al.sample("ornaments/reference.jpg"), al.sample("ornaments/suspect.jpg")
result = al.align(reference, suspect, features="sift", fine="none")
print(f"{result.status}, {result.outcome.inliers} points agree")
print(al.inspect(page, copies).verdict)
