"""A thing is the same under an article, in the plural, in another case and by its initials."""

import pytest

from bot.domain.lexicon.name_forms import list_forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the cameras", "camera"),
        ("The Camera", "cameras"),
        ("our order desk", "Order  Desk"),
        ("die Kasse", "Kasse"),
        ("l'ERP", "ERP"),
        ("POSs", "POS"),
        ("Warehouse Management System (WMS)", "the WMS"),
        ("Warehouse Management System", "WMS"),
        ("Warehouse Management System (WMS)", "warehouse management systems"),
        ("refunds", "a refund"),
        ("SAP", "sap"),
    ],
)
def test_two_names_of_one_thing_have_a_form_in_common(one: str, other: str) -> None:
    assert not list_forms(one).isdisjoint(list_forms(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SAP", "SAP MM"),
        ("refund", "refund over 500"),
        ("Service Now", "SN"),
        ("camera", "camera server"),
        ("order desk", "OD"),
        ("Claims Portal (old)", "old"),
        ("a", "the"),
    ],
)
def test_two_things_with_like_names_are_two(one: str, other: str) -> None:
    assert list_forms(one).isdisjoint(list_forms(other))
