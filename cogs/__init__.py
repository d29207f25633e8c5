"""Everything that a Discord user touches."""

from cogs.options import Options
from cogs.running import leave, run
from cogs.services import Services
from cogs.threads import LOOKUPS

__all__ = ["LOOKUPS", "Options", "Services", "leave", "run"]
