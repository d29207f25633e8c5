"""Everything that a Discord user touches."""

from cogs.options import Options
from cogs.running import WORKERS, leave, run
from cogs.services import Services
from cogs.threads import LOOKUPS

__all__ = ["LOOKUPS", "WORKERS", "Options", "Services", "leave", "run"]
