"""A workspace on the project's pages: what Pages and Annotate do alike."""

from __future__ import annotations

from pathlib import Path

from autolabelme.core.errors import AutolabelmeError
from autolabelme.qtkit.messages import error_text
from autolabelme.qtkit.workspace import Panel, WorkspaceContext

from .pages_on_disk import Collected
from .project import PageKey, project_of


class ProjectPanel(Panel):
    """Opens pages and the sample, and saves what is unsaved; `_show_opened` shows the first page."""

    def __init__(self, context: WorkspaceContext) -> None:
        super().__init__(context)
        self.project = project_of(context)

    def open_paths(self, paths: list[Path], *, below: bool = False) -> bool:
        if not paths:
            return False
        self.project.add_paths(paths, self._open_first, below=below)
        return True

    def _open_first(self, found: Collected) -> None:
        if found.pages:
            self._show_opened(found.pages[0].key)

    def _show_opened(self, key: PageKey) -> None:
        raise NotImplementedError

    def open_sample(self) -> None:
        from .sample import sample_pages

        try:
            self.open_paths(sample_pages(self.context.data_dir))
        except AutolabelmeError as error:
            self.context.notice(error_text(error), "error")

    def unsaved(self) -> list[str]:
        return [session.ref.name for session in self.project.unsaved()]

    def save_all(self) -> bool:
        problems = self.project.save_all_now()
        for problem in problems:
            self.context.notice(problem, "error")
        return not problems
