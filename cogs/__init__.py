"""Everything that a Discord user touches."""

from cogs.options import Options
from cogs.running import run
from cogs.services import Services

__all__ = ["Options", "Services", "run"]
