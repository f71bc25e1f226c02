# What type checkers and editors see; __init__.py finds the same names lazily. A test compares the two.
from .api import AlignResult as AlignResult
from .api import AutolabelmeError as AutolabelmeError
from .api import InputError as InputError
from .api import InspectResult as InspectResult
from .api import MatchResult as MatchResult
from .api import Pose as Pose
from .api import Vignette as Vignette
from .api import align as align
from .api import inspect as inspect
from .api import match as match
from .api import read_boxes as read_boxes
from .api import read_page as read_page
from .api import sample as sample

__version__: str
