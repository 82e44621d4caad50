"""Chinese words for the codes of the marts. Codes that a seed names are named by the seed, not here."""

from __future__ import annotations

from warehouse.state.permissions import ROLES

LABELS: dict[str, dict[str, str]] = {
    "party": {
        "social_security": "社保经办机构",
        "tax": "税务部门",
        "finance": "财政部门",
    },
    "fund": {"110": "企业养老", "120": "机关养老", "210": "失业", "410": "工伤"},
    "leg": {
        "ssa_tax": "社保到账与税务征收",
        "tax_fin": "税务入库与财政专户",
        "ssa_fin_benefit": "待遇发放与专户拨付",
        "ledger_fin": "社保账与专户分项",
        "total_3way": "三方总额",
    },
    "role": ROLES,
}


def label(code: str | None, kind: str) -> str:
    """The word for a code of this kind; the code itself where none is known."""
    if code is None:
        return "–"
    return LABELS.get(kind, {}).get(code, code)
