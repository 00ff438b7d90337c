"""The REST API on compliance: figures for intranets, obligations and completions for HR.

The names are Dutch, as the NLGov REST API Design Rules ask (`/core/interface-language`).
"""

from ninja import Router

from compliance.rest import completions, figures, obligations, units

router = Router()
for part in (units, figures, obligations, completions):
    router.add_router("", part.router)

__all__ = ["router"]
