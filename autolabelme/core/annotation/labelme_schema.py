"""What a LabelMe file must look like, as pydantic models: a wrong field is reported by its path.

Unknown keys are kept (`model_extra`) at every level. That they can be saved again (no NaN, no half
characters) `autolabelme.core.reading` has seen to.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    StrictBool,
    StrictStr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ..matching.poses import Pose

KEY = "autolabelme"
"""The one key in which this program's own fields stand, in each shape and in the file."""

_LARGEST = 1_000_000_000  # pixels; far outside any page, well inside exact floating point


def _number(value: float) -> float:
    if abs(value) > _LARGEST:
        raise PydanticCustomError("too_large", "is too large to be a position on a page")
    return value


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "is empty")
    return text


def _whole(value: Any) -> Any:
    # Other programs write 200.0 where LabelMe writes 200.
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text = StrictStr
Whole = Annotated[int, Field(strict=True, ge=-(2**63), lt=2**63), BeforeValidator(_whole)]
Pixels = Annotated[Whole, Field(gt=0, le=_LARGEST)]
Number = Annotated[FiniteFloat, Field(strict=True)]
Coordinate = Annotated[Number, AfterValidator(_number)]
Point = Annotated[list[Coordinate], Field(min_length=2, max_length=2)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="allow", protected_namespaces=())


class PoseModel(_Model):
    """An exact pose."""

    rotation_deg: Number = 0.0
    mirrored: StrictBool = False
    scale_x: Annotated[Number, Field(gt=0)] = 1.0
    scale_y: Annotated[Number, Field(gt=0)] = 1.0
    nominal_deg: Number | None = None

    def pose(self) -> Pose:
        return Pose(self.rotation_deg, self.mirrored, self.scale_x, self.scale_y, self.nominal_deg)


class ShapeKeyModel(_Model):
    """A shape's key ``autolabelme``."""

    id: Text = ""
    label: Text | None = None
    role: Literal["template", "match", "proposed", "region", "foreign"] | None = None
    note: Text = ""
    pose: PoseModel | None = None
    score: Number | None = None
    p: Annotated[Number, Field(ge=0, le=1)] | None = None
    template: Text = ""
    verdict: Literal["", "accepted", "rejected"] = ""
    sort: Text = ""


class ShapeModel(_Model):
    """One entry of ``shapes``."""

    label: Annotated[Text, AfterValidator(_not_blank)]
    points: Annotated[list[Point], Field(min_length=1)]
    shape_type: Text = "polygon"
    group_id: Whole | None = None
    description: Text | None = None
    flags: dict[Text, StrictBool] | None = None
    autolabelme: ShapeKeyModel | None = None

    @model_validator(mode="after")
    def _old_files_name_no_type(self) -> Any:
        # LabelMe 3 wrote no type: two points can only be a box, everything else was a polygon.
        if "shape_type" not in self.model_fields_set and len(self.points) == 2:
            self.shape_type = "rectangle"
        return self


class RejectedModel(ShapeModel):
    """A refused match, and where it stood among the shapes."""

    at: Annotated[Whole, Field(ge=0)] = 0


class ProvenanceModel(_Model):
    """Where a page comes from."""

    library: Text = ""
    shelfmark: Text = ""
    title: Text = ""
    author: Text = ""
    edition: Text = ""
    printer: Text = ""
    place: Text = ""
    year: Text = ""
    folio: Text = ""
    motif: Text = ""
    source: Text = ""
    note: Text = ""


class FileKeyModel(_Model):
    """The file's key ``autolabelme``."""

    provenance: ProvenanceModel = ProvenanceModel()
    reviewed: StrictBool = False
    flagged: StrictBool = False
    dpi: Annotated[Number, Field(gt=0)] | None = None
    page: Annotated[Whole, Field(ge=0)] = 0
    rejected: list[RejectedModel] = []
    format: Whole = 1


class FileModel(_Model):
    """A LabelMe file."""

    version: Text | None = None
    flags: dict[Text, StrictBool] | None = None
    shapes: list[ShapeModel]
    imagePath: Annotated[Text, AfterValidator(_not_blank)]
    imageData: StrictStr | None = None
    imageHeight: Pixels | None = None
    imageWidth: Pixels | None = None
    autolabelme: FileKeyModel = FileKeyModel()
