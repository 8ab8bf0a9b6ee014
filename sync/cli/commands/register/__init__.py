"""``register``: look at the register, check it, and draft rows for it."""

import typer

from sync.cli.commands.register.check import check_register
from sync.cli.commands.register.import_page import import_page
from sync.cli.commands.register.listing import list_register

register = typer.Typer(help="Look at the register, check it, and draft rows for it.", no_args_is_help=True)
register.command("check")(check_register)
register.command("list")(list_register)
register.command("import")(import_page)
