"""Addresses: a publication has one, whatever home of the inspectorate it was copied from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.addresses import fold_address

BAIL = "hmicfrs.justiceinspectorates.gov.uk/publications/pre-charge-bail"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(
            "https://hmicfrs.justiceinspectorates.gov.uk/publications/pre-charge-bail/", id="the present site"
        ),
        pytest.param("hmicfrs.justiceinspectorates.gov.uk/publications/pre-charge-bail", id="without a scheme"),
        pytest.param(
            "https:/hmicfrs.justiceinspectorates.gov.uk./publications/pre-charge-bail?UTM_Source=x", id="typed badly"
        ),
        pytest.param(
            "http://www.justiceinspectorates.gov.uk/hmicfrs/publications/pre-charge-bail", id="the site before"
        ),
        pytest.param(
            "https://www.justiceinspectorates.gov.uk/hmic/publications/pre-charge-bail/", id="the site before that"
        ),
        pytest.param(
            "https://www.justiceinspectorates.gov.uk///hmicfrs/publications/pre-charge-bail/", id="three slashes"
        ),
        pytest.param(
            "https://hmicfrs.justiceinspectorates.gov.uk/publication-html/pre-charge-bail/", id="the report as HTML"
        ),
        pytest.param(
            "https://hmicfrs.justiceinspectorates.gov.uk/publications/pre-charge-bail/?", id="a bare question mark"
        ),
        pytest.param(
            "https://hmicfrs.justiceinspectorates.gov.uk/publications/pre-charge-bail/?utm_source=twitter&utm_medium=social",
            id="parameters that follow readers",
        ),
        pytest.param(
            "https://HMICFRS.justiceinspectorates.gov.uk/Publications/Pre-Charge-Bail#section-2", id="case and fragment"
        ),
        pytest.param(
            "  https://hmicfrs.justiceinspectorates.gov.uk/publications/pre-charge-bail  ", id="blanks around it"
        ),
    ],
)
def test_one_publication_has_one_address(url: str) -> None:
    assert fold_address(url) == BAIL


@pytest.mark.parametrize(
    ("url", "folded"),
    [
        pytest.param(
            "https://www.justiceinspectorates.gov.uk/hmcpsi/inspections/pre-charge-bail/",
            "justiceinspectorates.gov.uk/hmcpsi/inspections/pre-charge-bail",
            id="another inspectorate stays where it is",
        ),
        pytest.param(
            "https://www.justiceinspectorates.gov.uk/hmicfrs/?recommendation-theme=plan",
            "hmicfrs.justiceinspectorates.gov.uk?recommendation-theme=plan",
            id="a parameter that names the page is kept",
        ),
        pytest.param(
            "https://www.gov.uk/government/publications/responses-to-safe-to-share",
            "gov.uk/government/publications/responses-to-safe-to-share",
            id="a government page",
        ),
        pytest.param(
            "https://www.justiceinspectorates.gov.uk/hmicfrs", "hmicfrs.justiceinspectorates.gov.uk", id="the home page"
        ),
        pytest.param("see the intranet", "", id="no address at all"),
        pytest.param("mailto:hmic@example.org", "", id="a mail address"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_other_addresses(url: str, folded: str) -> None:
    assert fold_address(url) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_no_text_breaks_it(text: str) -> None:
    folded = fold_address(text)

    assert fold_address(folded) == folded
