"""House style: what can be looked up is looked up, so that a review need not."""

import ast
import io
import re
import tokenize

import pytest

from tests.architecture.tracked import find_in_modules, modules, tracked_texts, walk

AMERICAN = re.compile(
    r"(?:normaliz|organiz|recogniz|summariz|initializ|categoriz|prioritiz|minimiz|behavior|colour?less|\bcolors?\b|\bcenter|"
    r"\bcatalog\b|cancel(?:ed|ing)\b|label(?:ed|ing)\b|model(?:ed|ing)\b|\bfavor)",
    re.IGNORECASE,
)
QUOTED = re.compile(r"``[^`]*``|`[^`]*`|'[^']*'|\"[^\"]*\"")


def test_no_write_goes_past_a_version() -> None:
    assert find_in_modules("If-Match: *", under="sync/sharepoint") == []
    assert not [
        name for name, text in modules() if name.startswith("sync/sharepoint") and re.search(r"If-Match\W+\*", text)
    ]


def test_only_the_console_prints() -> None:
    printing = {
        name for name, node in walk(ast.Call) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    }

    assert printing <= {"sync/cli/console.py"}


def test_only_the_command_line_and_the_scheduler_swallow_everything() -> None:
    swallowing = {
        name
        for name, node in walk(ast.ExceptHandler)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and not isinstance(node.body[-1], ast.Raise)
    }

    assert swallowing <= {"sync/cli/main.py", "sync/jobs/scheduler.py"}


def test_no_file_grows_past_four_hundred_lines() -> None:
    long = {name: text.count("\n") for name, text in modules() if text.count("\n") > 400}

    assert long == {}


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [name for name, text in modules() if not ast.get_docstring(ast.parse(text))]

    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "base", "misc", "manager"}

    assert [name for name, _ in modules() if vague & set(re.split(r"[/._]", name))] == []


@pytest.mark.parametrize(
    ("pattern", "meaning"),
    [
        pytest.param(
            r"(?<![\w.])/(?:work|root|Users)/", "a folder of somebody's machine", id="a folder of somebody's machine"
        ),
        pytest.param(r"(?<![\w.])/home/\w+/", "somebody's home", id="somebody's home"),
        pytest.param(
            r"\b[A-Z]:\\(?:Users|Documents)", "a folder of somebody's Windows", id="a folder of somebody's Windows"
        ),
        pytest.param(
            r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|artifactory|nexus)[\w.-]*",
            "a package index",
            id="a package index",
        ),
        pytest.param(r"--(?:extra-)?index-url\s+\S*//", "a package index", id="an option that names a package index"),
    ],
)
def test_nothing_of_a_machine_is_in_the_repository(pattern: str, meaning: str) -> None:
    found = [
        f"{name}: {match[0]}"
        for name, text in tracked_texts()
        if not name.startswith("tests/architecture/")
        for match in re.finditer(pattern, text)
    ]

    assert found == [], meaning


def own_words(text: str) -> list[str]:
    """The comments, the docstrings and the names that a module gives; what others named is not ours."""
    tree = ast.parse(text)
    words = [
        ast.get_docstring(node) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]
    words += [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    words += [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
    words += [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    words += [token.string for token in tokens if token.type == tokenize.COMMENT]
    return [QUOTED.sub("", word) for word in words]


def test_our_own_words_are_spelt_as_in_britain() -> None:
    slips = [
        f"{name}: {found[0]}"
        for name, text in modules()
        for word in own_words(text)
        if (found := AMERICAN.search(word))
    ]

    assert slips == []


def test_every_test_is_named_as_a_claim_and_has_no_docstring() -> None:
    spoken = [
        f"{name}: {node.name}"
        for name, text in tracked_texts()
        if re.match(r"tests/(?:core|config|register|architecture)/test_", name)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and ast.get_docstring(node)
    ]

    assert spoken == []


def test_nothing_of_ours_is_patched() -> None:
    patching = [
        name
        for name, text in tracked_texts()
        if re.match(r"tests/(?:core|config|register)/", name) and re.search(r"\bmock\b|monkeypatch", text)
    ]

    assert patching == []


def test_certificates_are_verified_always_and_nothing_turns_that_off() -> None:
    switches = re.compile(r"verify\s*=\s*False|verify\W+False|CERT_NONE|check_hostname\s*=\s*False|disable_warnings")
    sources = [*modules(), *((name, text) for name, text in tracked_texts() if name.endswith(".yaml"))]

    assert [name for name, text in sources if switches.search(text) and "emulator" not in name] == []


def test_names_in_addresses_are_quoted_by_one_function() -> None:
    # A literal in an address, '…' with a value in it, is made by quote_literal and by nothing else.
    spliced = re.compile(r"f\"[^\"]*(?:getbytitle|getbyinternalname\w*|eq%20|eq )\(?'\{")

    assert [name for name, text in modules() if name.startswith("sync/sharepoint") and spliced.search(text)] == []
    assert [name for name, text in modules() if "def quote_literal" in text] == ["sync/sharepoint/lists.py"]


def test_whatever_writes_cells_for_a_spreadsheet_disarms_formulas() -> None:
    writers = re.compile(r"csv\.(?:writer|DictWriter)\(|\.to_csv\(|\.to_excel\(|openpyxl\.Workbook\(")
    writing = [(name, text) for name, text in modules() if writers.search(text) and "emulator" not in name]

    assert writing
    assert [name for name, text in writing if "disarm_cell(" not in text] == []
