"""What the tests of the state database start from: published lines, and a draft for each kind of decision."""

from dataclasses import dataclass
from decimal import Decimal

from warehouse.settings import PROJECT
from warehouse.state.decisions import DecisionDraft, DecisionLine
from warehouse.state.people import Person
from warehouse.state.rules import declared_rules, digest_of

REGION, PERIOD, PASSWORD = "650000", "202001", "correct horse battery"

SEEDS = PROJECT / "dbt_project" / "seeds"
LINES = f"""
create schema marts;
create table marts.fct_reconciliation_line (
    leg varchar, party varchar, dataset varchar, record_key varchar, region_code varchar, fund_code varchar,
    amount decimal(18, 2), period varchar, group_id varchar, verdict varchar, cause varchar, line_id varchar, unit_id varchar
);
insert into marts.fct_reconciliation_line values
('ssa_tax', 'social_security', 'ss_contribution', 'S1', '650000', '110', 100.00, '202001', null, 'only_left', 'no_tax_record', 'LS1', null),
('ssa_tax', 'tax', 'tax_collection', 'T1', '650000', '110', 100.00, '202001', null, 'only_right', 'not_posted', 'LT1', null),
('ssa_tax', 'tax', 'tax_collection', 'T2', '650000', '110', 60.00, '202001', null, 'only_right', 'not_posted', 'LT2', null),
('ssa_tax', 'tax', 'tax_collection', 'T3', '650000', '110', 40.00, '202001', null, 'only_right', 'not_posted', 'LT3', null),
('ssa_tax', 'tax', 'tax_collection', 'T4', '650000', '210', 100.00, '202001', null, 'only_right', 'not_posted', 'LT4', null),
('ssa_tax', 'social_security', 'ss_contribution', 'S5', '650000', '110', 0.05, '202001', null, 'only_left', 'no_tax_record', 'LS5', null),
('ssa_tax', 'social_security', 'ss_contribution', 'S6', '650000', '110', 30.00, '202001', 'G6', 'matched', null, 'LS6', null),
('ssa_tax', 'tax', 'tax_collection', 'T6', '650000', '110', 30.00, '202001', 'G6', 'matched', null, 'LT6', null),
('ssa_tax', 'social_security', 'ss_contribution', 'S7', '650000', '110', 7.00, '202001', 'G7', 'amount_differs', 'rounding', 'LS7', null),
('ssa_tax', 'tax', 'tax_collection', 'T7', '650000', '110', 7.01, '202001', 'G7', 'amount_differs', 'rounding', 'LT7', null),
('ssa_tax', 'social_security', 'ss_contribution', 'S8', '650000', '110', 80.00, '201912', 'G8', 'matched', null, 'LS8', null),
('ssa_tax', 'tax', 'tax_collection', 'T8', '650000', '110', 80.00, '201912', 'G8', 'matched', null, 'LT8', null),
('ssa_tax', 'social_security', 'ss_contribution', 'S9', '650100', '110', 100.00, '202001', null, 'only_left', 'no_tax_record', 'LS9', null),
('tax_fin', 'tax', 'tax_collection', 'B1', '650000', '110', 60.00, '202001', null, 'only_left', 'not_received', 'LB1', 'U1'),
('tax_fin', 'tax', 'tax_collection', 'B2', '650000', '110', 40.00, '202001', null, 'only_left', 'not_received', 'LB2', 'U1');
create table marts.dim_difference_cause as
select cause.verdict, verdict.label as verdict_label, cause.cause, cause.legs, cause.label, cause.is_open, cause.is_by_person
from read_csv('{SEEDS}/difference_causes.csv') as cause inner join read_csv('{SEEDS}/verdict.csv') as verdict on cause.verdict = verdict.verdict;
create table marts.dim_match_pass (leg varchar, pass varchar);
insert into marts.dim_match_pass values ('ssa_tax', 'P0'), ('ssa_tax', 'P1'), ('tax_fin', 'P0'), ('total_3way', 'P6');
create table marts.fct_decision (decision_id varchar, state varchar, why varchar);
create table marts.fct_match_link (leg varchar, region_code varchar, unit_id varchar, cleared_period varchar);
insert into marts.fct_match_link values
('ssa_tax', '650000', 'LS6', '202001'), ('ssa_tax', '650000', 'LT6', '202001'),
('ssa_tax', '650000', 'LS8', '201912'), ('ssa_tax', '650000', 'LT8', '201912');
"""


@dataclass(frozen=True)
class People:
    maker: Person
    taxer: Person
    checker: Person
    second: Person
    both: Person
    auditor: Person
    viewer: Person
    admin: Person


def line(key, amount, side=None, fund="110", period=PERIOD, line_id=None):
    left = key.startswith("S")
    return DecisionLine(
        side or ("L" if left else "R"),
        "social_security" if left else "tax",
        "ss_contribution" if left else "tax_collection",
        line_id or f"L{key}",
        key,
        fund,
        Decimal(amount),
        period,
    )


S1, T1, T2, T3 = line("S1", "100.00"), line("T1", "100.00"), line("T2", "60.00"), line("T3", "40.00")
S5, S6, T6 = line("S5", "0.05"), line("S6", "30.00"), line("T6", "30.00")


def rule_change():
    """The rules as they are declared, as a change names them."""
    return {"target": digest_of(declared_rules()), "attachment": ("规则.txt", declared_rules().encode())}


def draft(kind="explain", *lines, **changed):
    """A draft that holds; ``changed`` replaces single fields."""
    fields = {
        "explain": {"cause": "no_tax_record", "reason_code": "voucher", "lines": (S1,)},
        "match": {"cause": None, "reason_code": "same_business", "lines": (S1, T1)},
        "unmatch": {"cause": None, "reason_code": "other_business", "lines": (S6, T6)},
        "exclude": {"cause": None, "reason_code": "out_of_scope", "lines": (T1,)},
        "write_off": {"cause": None, "reason_code": "rounding", "lines": (S5,)},
        "reopen": {"cause": None, "reason_code": "own_error"},
        "rule_change": {"cause": None, "reason_code": "rule_error", **rule_change()},
        "revoke": {"cause": None, "reason_code": "wrong"},
    }[kind]
    given = {
        "leg": "ssa_tax",
        "region_code": REGION,
        "period": PERIOD,
        "comment": "银行回单已核对",
        **fields,
        **changed,
    }
    if lines:
        given["lines"] = lines
    return DecisionDraft(kind=kind, **given)
