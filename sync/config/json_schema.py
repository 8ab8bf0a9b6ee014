"""JSON Schemas of every configuration file, so that an editor underlines a mistake before we do."""

import json
from pathlib import Path

from sync.config.mappings import SCHEMAS
from sync.config.settings import Section, Settings
from sync.errors import UserError

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def build_schemas() -> dict[str, str]:
    """Return the schemas' text by file name."""
    models: dict[str, type[Section]] = {**SCHEMAS, "settings": Settings}
    schemas = {}
    for name, model in models.items():
        schema = {"$schema": _DIALECT, **model.model_json_schema()}
        schemas[f"{name}.schema.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return schemas


def write_schemas(folder: Path) -> list[Path]:
    """Write the schemas into a folder and return the files whose content changed. Raises UserError when it cannot."""
    try:
        return _write_changed(folder)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "a file there is no text"
        raise UserError(
            f"The schemas cannot be written to {folder}: {reason}. Name another folder with --out."
        ) from error


def _write_changed(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in build_schemas().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
