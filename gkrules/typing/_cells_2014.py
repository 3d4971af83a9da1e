"""The cells of edition 2014. Made by ``python tests/typing_module.py``; do not edit."""

from typing import Literal, TypedDict

# fmt: off
CellKey2014 = Literal[
    "disclosure.total.number", "disclosure.normative_documents.number", "disclosure.normative_documents_issued.number",
    "disclosure.via_gazette.number", "disclosure.via_website.number", "disclosure.via_weibo.number", "disclosure.via_wechat.number",
    "disclosure.via_other.number", "response.topics.number", "response.press_conferences.number", "response.press_conferences_head.number",
    "response.online_interviews.number", "response.online_interviews_head.number", "response.interpretations.number",
    "response.weibo_wechat.number", "response.other.number", "requests.received.number", "requests.received_in_person.number",
    "requests.received_fax.number", "requests.received_online.number", "requests.received_letter.number", "requests.completed.number",
    "requests.completed_on_time.number", "requests.completed_extended.number", "requests.answered.number", "requests.already_public.number",
    "requests.granted.number", "requests.partly_granted.number", "requests.denied.number", "requests.denied_state_secret.number",
    "requests.denied_trade_secret.number", "requests.denied_privacy.number", "requests.denied_security_stability.number",
    "requests.denied_not_information.number", "requests.denied_other_law.number", "requests.not_this_organ.number",
    "requests.not_existing.number", "requests.to_correct.number", "requests.other_channel.number", "review.total.number",
    "review.upheld.number", "review.corrected.number", "review.other.number", "litigation.total.number", "litigation.upheld.number",
    "litigation.corrected.number", "litigation.other.number", "complaints.total.number", "charges.collected.amount",
    "organisation.offices.number", "organisation.reading_points.number", "organisation.staff.number", "organisation.staff_full_time.number",
    "organisation.staff_part_time.number", "organisation.funds.amount", "meetings_training.meetings.number",
    "meetings_training.trainings.number", "meetings_training.trained.number",
]
"""The keys of the cells of the statistics table of 2014 (provisional)."""

Cells2014 = TypedDict(
    "Cells2014",
    {
        "disclosure.total.number": float | None, "disclosure.normative_documents.number": float | None,
        "disclosure.normative_documents_issued.number": float | None, "disclosure.via_gazette.number": float | None,
        "disclosure.via_website.number": float | None, "disclosure.via_weibo.number": float | None,
        "disclosure.via_wechat.number": float | None, "disclosure.via_other.number": float | None, "response.topics.number": float | None,
        "response.press_conferences.number": float | None, "response.press_conferences_head.number": float | None,
        "response.online_interviews.number": float | None, "response.online_interviews_head.number": float | None,
        "response.interpretations.number": float | None, "response.weibo_wechat.number": float | None,
        "response.other.number": float | None, "requests.received.number": float | None, "requests.received_in_person.number": float | None,
        "requests.received_fax.number": float | None, "requests.received_online.number": float | None,
        "requests.received_letter.number": float | None, "requests.completed.number": float | None,
        "requests.completed_on_time.number": float | None, "requests.completed_extended.number": float | None,
        "requests.answered.number": float | None, "requests.already_public.number": float | None, "requests.granted.number": float | None,
        "requests.partly_granted.number": float | None, "requests.denied.number": float | None,
        "requests.denied_state_secret.number": float | None, "requests.denied_trade_secret.number": float | None,
        "requests.denied_privacy.number": float | None, "requests.denied_security_stability.number": float | None,
        "requests.denied_not_information.number": float | None, "requests.denied_other_law.number": float | None,
        "requests.not_this_organ.number": float | None, "requests.not_existing.number": float | None,
        "requests.to_correct.number": float | None, "requests.other_channel.number": float | None, "review.total.number": float | None,
        "review.upheld.number": float | None, "review.corrected.number": float | None, "review.other.number": float | None,
        "litigation.total.number": float | None, "litigation.upheld.number": float | None, "litigation.corrected.number": float | None,
        "litigation.other.number": float | None, "complaints.total.number": float | None, "charges.collected.amount": float | None,
        "organisation.offices.number": float | None, "organisation.reading_points.number": float | None,
        "organisation.staff.number": float | None, "organisation.staff_full_time.number": float | None,
        "organisation.staff_part_time.number": float | None, "organisation.funds.amount": float | None,
        "meetings_training.meetings.number": float | None, "meetings_training.trainings.number": float | None,
        "meetings_training.trained.number": float | None,
    },
    total=False,
)
"""The numbers of the cells by key; ``None`` where a cell holds none, and no key where a report has no such cell."""
