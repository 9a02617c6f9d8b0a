"""The command line: `utlysa`."""

from web.cli.main import main as main
