from __future__ import annotations

import threading

import numpy as np
from threadpoolctl import threadpool_info

from autolabelme.core.threads import one_blas_thread


def blas_threads() -> list[int]:
    return [entry["num_threads"] for entry in threadpool_info() if entry["user_api"] == "blas"]


def test_blas_works_on_one_thread_inside_and_as_before_outside() -> None:
    np.ones((4, 4)) @ np.ones((4, 4))
    before = blas_threads()
    assert before
    with one_blas_thread():
        assert set(blas_threads()) == {1}
        with one_blas_thread():
            assert set(blas_threads()) == {1}
        assert set(blas_threads()) == {1}
    assert blas_threads() == before


def test_the_setting_comes_back_after_an_error() -> None:
    before = blas_threads()
    try:
        with one_blas_thread():
            raise RuntimeError
    except RuntimeError:
        pass
    assert blas_threads() == before


def test_a_job_in_another_thread_is_heard_too() -> None:
    inside: list[set[int]] = []

    def job() -> None:
        with one_blas_thread():
            inside.append(set(blas_threads()))

    before = blas_threads()
    with one_blas_thread():
        pass  # this thread has asked first
    thread = threading.Thread(target=job)
    thread.start()
    thread.join()
    assert inside == [{1}]
    assert blas_threads() == before
