"""What was made of a document, step by step: for whoever has to find out why it was not read as it should be."""

from __future__ import annotations

from gkrules.doctor.examine import Diagnosis, examine

__all__ = ["Diagnosis", "examine"]
