"""The recognition of lines of text: the model that the wheel of rapidocr holds, run by onnxruntime.

Detection and download are never touched: only this one model is loaded, from the installed package, when the first scan is read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gkrules.reading.faults import missing_extra

Grey = npt.NDArray[np.uint8]

_HEIGHT = 48
_NARROWEST = 32
_WIDEST = 3200
_BATCH_WIDTH = 2400  # pixels side by side in one batch: what bounds its memory
_NEEDED = ("rapidocr", "onnxruntime", "cv2")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with the probability of each of its characters, and where each stands, as a share of the width of the picture."""

    text: str
    sure: tuple[float, ...]
    spots: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """That of the least certain character; 0 without any. Whether there is a blank between two does not count."""
        return min((sure for char, sure in zip(self.text, self.sure, strict=True) if char != " "), default=0.0)


def is_installed() -> bool:
    """Whether the extra is there."""
    return all(find_spec(name) is not None for name in _NEEDED) and _model_path() is not None


def _model_path() -> Path | None:
    found = find_spec("rapidocr")
    folders = (found.submodule_search_locations if found else None) or ()
    models = [path for folder in folders for path in sorted(Path(folder).glob("models/*_rec_*.onnx"))]
    return models[0] if models else None


@lru_cache(maxsize=1)
def recogniser() -> Recogniser:
    """The model, loaded once in a process.

    Raises:
        DocumentError: ``missing_extra``.
    """
    path = _model_path()
    if path is None:
        raise missing_extra("ocr", "reading/needs.scans")
    try:
        import cv2  # noqa: F401

        return Recogniser(path)
    except ImportError as error:
        if "segment" in str(error):  # there is no room left to map a library
            raise MemoryError from error
        raise missing_extra("ocr", "reading/needs.scans") from error
    except Exception as error:
        raise _as_memory(error) from error


def _as_memory(error: Exception) -> Exception:
    """The bound of the worker's memory, where a library meets it with an error of its own; else the error as it is."""
    return MemoryError() if "alloc" in str(error).lower() else error


class Recogniser:
    """Reads pictures of single lines."""

    def __init__(self, path: Path) -> None:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False  # what a page needed is given back
        options.intra_op_num_threads = max(1, min(2, os.cpu_count() or 1))
        options.inter_op_num_threads = 1
        self._session = InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        characters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *characters, " "]

    def read(self, pictures: Sequence[Grey]) -> list[Reading]:
        """The text of each picture."""
        import cv2

        scaled = []
        for picture in pictures:
            high, wide = picture.shape
            width = min(_WIDEST, max(8, round(wide * _HEIGHT / high)))
            shrinks = high > _HEIGHT
            scaled.append(cv2.resize(picture, (width, _HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC))
        found: list[Reading] = [Reading("", (), ())] * len(pictures)
        order = sorted(range(len(scaled)), key=lambda at: scaled[at].shape[1])
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and (end - start + 1) * scaled[order[end]].shape[1] <= _BATCH_WIDTH:
                end += 1
            chosen = order[start:end]
            width = max(_NARROWEST, scaled[chosen[-1]].shape[1])
            for at, reading in zip(chosen, self._batch([scaled[at] for at in chosen], width), strict=True):
                found[at] = reading
            start = end
        return found

    def _batch(self, scaled: Sequence[Any], width: int) -> list[Reading]:
        batch = np.zeros((len(scaled), 3, _HEIGHT, width), np.float32)
        for at, picture in enumerate(scaled):
            batch[at, :, :, : picture.shape[1]] = picture.astype(np.float32) / 127.5 - 1.0
        try:
            chances = self._session.run(None, {self._input: batch})[0]
        except Exception as error:
            raise _as_memory(error) from error
        return [self._decoded(each, width / picture.shape[1]) for each, picture in zip(chances, scaled, strict=True)]

    def _decoded(self, chances: npt.NDArray[np.float32], stretch: float) -> Reading:
        """The most likely label of each step; equal neighbours are one character, label 0 is none."""
        best = chances.argmax(axis=1)
        steps = len(best)
        text, sure, spots = [], [], []
        at = 0
        while at < steps:
            end = at
            while end < steps and best[end] == best[at]:
                end += 1
            if best[at]:
                text.append(self._characters[int(best[at])])
                sure.append(float(chances[at:end, best[at]].max()))
                spots.append((at + end) / 2 / steps * stretch)
            at = end
        return Reading("".join(text), tuple(sure), tuple(spots))
