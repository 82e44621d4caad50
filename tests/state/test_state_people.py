"""People: roles, passwords, sessions, and the one way from a key back to a person."""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from filled import PASSWORD, draft

from ingest.persons import person_key
from warehouse.state import passwords
from warehouse.state.decisions import DecisionRefused, list_decisions, propose, review, withdraw
from warehouse.state.demo_people import demo_people
from warehouse.state.journal import entries
from warehouse.state.people import (
    ACTIONS,
    ROLES,
    Grant,
    NotAllowed,
    PasswordRefused,
    PeopleError,
    Person,
    add_person,
    deactivate,
    find_person,
    grant,
    list_people,
    may,
    regions_of,
    revoke,
    set_password,
    verify_password,
)
from warehouse.state.resolve import ResolvedPerson, ResolveRefused, resolve_person
from warehouse.state.sessions import IDLE, LONGEST, csrf_token, end_session, find_session, start_session
from warehouse.state.signoffs import SignOffRefused, list_sign_offs, sign
from warehouse.state.verify import verify_state

# The table of permissions once more, by hand: a change there must be meant.
ALLOWED = {
    "viewer": {"read"},
    "accountant": {"read", "explain", "match", "upload", "export", "sign"},
    "reviewer": {"read", "export", "sign", "review", "close"},
    "auditor": {"read", "export", "audit", "resolve_person"},
    "admin": {"read", "manage_people"},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_role_may_what_the_table_says_and_only_there(role, action):
    here = Person("x", "x", True, (Grant(role, "tax", "650000"),))
    assert may(here, action) == (action in ALLOWED[role])
    assert may(here, action, "650000", "tax") == (action in ALLOWED[role])
    assert not may(here, action, "650100")
    assert not may(here, action, "650000", "finance")
    assert may(Person("x", "x", True, (Grant(role),)), action, "650100", "finance") == (action in ALLOWED[role])
    assert not may(Person("x", "x", False, here.grants), action)
    assert not may(Person("x", "x", True, ()), action)


def test_regions_are_those_of_the_grants():
    two = Person("x", "x", True, (Grant("viewer", None, "650000"), Grant("reviewer", None, "650100")))
    assert regions_of(two) == {"650000", "650100"}
    assert regions_of(two, "review") == {"650100"}
    assert regions_of(Person("x", "x", True, (Grant("auditor"),))) is None
    assert regions_of(Person("x", "x", False, (Grant("auditor"),))) == frozenset()
    assert regions_of(Person("x", "x", True, ())) == frozenset()


WRONG_MAKER = ["checker", "auditor", "viewer", "admin"]


@pytest.mark.parametrize("login", WRONG_MAKER)
@pytest.mark.parametrize("kind", ["explain", "match", "rule_change"])
def test_only_accountants_propose(store, people, login, kind):
    with pytest.raises(NotAllowed):
        propose(store, getattr(people, login), draft(kind))
    assert list_decisions(store) == []


def test_an_accountant_proposes_for_his_region_and_his_party(store, people):
    finance = add_person(store, "cli:test", "finance", "财政", PASSWORD, [Grant("accountant", "finance", "650000")])
    with pytest.raises(NotAllowed):
        propose(store, finance, draft())
    elsewhere = add_person(store, "cli:test", "other", "别处", PASSWORD, [Grant("accountant", None, "650100")])
    with pytest.raises(NotAllowed):
        propose(store, elsewhere, draft())
    assert propose(store, people.taxer, draft()).status == "proposed"


@pytest.mark.parametrize("login", ["maker", "taxer", "auditor", "viewer", "admin", "both"])
def test_only_another_reviewer_of_the_region_checks(store, people, login):
    made = propose(store, people.both, draft())
    for approve in (True, False):
        with pytest.raises((NotAllowed, DecisionRefused)):
            review(store, getattr(people, login), made.decision_id, approve, "x")
    elsewhere = add_person(store, "cli:test", "other", "别处", PASSWORD, [Grant("reviewer", None, "650100")])
    with pytest.raises(NotAllowed):
        review(store, elsewhere, made.decision_id, True)
    with pytest.raises(DecisionRefused):
        withdraw(store, people.checker, made.decision_id)


def test_a_role_given_later_does_not_let_the_maker_check(store, people):
    made = propose(store, people.maker, draft())
    promoted = grant(store, "admin", "maker", Grant("reviewer"))
    with pytest.raises(DecisionRefused, match="另一人"):
        review(store, promoted, made.decision_id, True)
    with pytest.raises(DecisionRefused, match="原因"):
        review(store, people.checker, made.decision_id, False, " ")


def test_what_a_caller_still_holds_counts_for_nothing(store, people):
    made = propose(store, people.maker, draft())
    revoke(store, "admin", "checker", Grant("reviewer", None, "650000"))
    with pytest.raises(NotAllowed):
        review(store, people.checker, made.decision_id, True)
    deactivate(store, "admin", "maker")
    with pytest.raises(DecisionRefused):
        withdraw(store, people.maker, made.decision_id)
    with pytest.raises(NotAllowed):
        propose(store, people.maker, draft("match"))


def test_only_an_admin_manages_people_and_never_himself(store, people):
    for login in ("maker", "checker", "auditor", "viewer"):
        with pytest.raises(NotAllowed):
            add_person(store, login, "newcomer", "新人", PASSWORD)
        with pytest.raises(NotAllowed):
            grant(store, login, login, Grant("admin"))
        with pytest.raises(NotAllowed):
            set_password(store, login, "admin", PASSWORD)
    for wrong in (grant, revoke):
        with pytest.raises(PeopleError, match="自己"):
            wrong(store, "admin", "admin", Grant("reviewer"))
    with pytest.raises(PeopleError, match="自己"):
        deactivate(store, "admin", "admin")
    with pytest.raises(PeopleError):
        grant(store, "admin", "viewer", Grant("viewer", None, "650000"))
    assert find_person(store, "newcomer") is None


@pytest.mark.parametrize(
    "login, name, given",
    [("Maker", "名", None), ("a", "名", None), ("a b", "名", None), ("x:y", "名", None), ("good", " ", None),
     ("good", "名", Grant("king")), ("good", "名", Grant("viewer", "army")), ("good", "名", Grant("viewer", None, "65"))],
)  # fmt: skip
def test_malformed_people_are_refused(store, login, name, given):
    with pytest.raises(PeopleError):
        add_person(store, "cli:test", login, name, PASSWORD, [given] if given else [])


@pytest.mark.parametrize("weak", ["short", "x" * 129, "aaaaaaaaaaaa", "the-newcomer-1"])
def test_weak_passwords_are_refused(store, weak):
    with pytest.raises(PasswordRefused):
        add_person(store, "cli:test", "newcomer", "新人", weak)


def test_passwords_are_argon2id_and_only_the_newest_opens(store):
    assert verify_password(store, "maker", PASSWORD).login == "maker"
    with store.session() as connection:
        secret = connection.exec_driver_sql("select secret from password where login = 'maker'").scalar_one()
    assert secret.startswith("$argon2id$")
    set_password(store, "maker", "maker", "another " + PASSWORD)
    assert verify_password(store, "maker", PASSWORD) is None
    assert verify_password(store, "maker", "another " + PASSWORD).login == "maker"


def test_an_unknown_login_costs_the_work_of_a_known_one(store, monkeypatch):
    work = []

    class Counting(passwords.PasswordHasher):
        def verify(self, hash, password):
            work.append(hash.split("$")[1:4])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting(time_cost=1, memory_cost=64, parallelism=1))
    deactivate(store, "admin", "viewer")
    tries = [("maker", "wrong"), ("nobody", "wrong"), ("nobody", "nobody has this password"), ("viewer", PASSWORD)]
    assert [verify_password(store, login, word) for login, word in tries] == [None] * 4
    assert len(work) == 4
    assert all(each == work[0] for each in work)


def test_failed_logins_are_journalled_without_what_was_typed(store):
    verify_password(store, "maker", "wrong")
    verify_password(store, "my-secret-typed-as-login", "wrong")
    failed = entries(store, action="login_failed")
    assert [entry.subject for entry in failed] == ["unknown", "maker"]
    assert not any("my-secret" in str(entry) for entry in entries(store))


def test_a_session_is_a_token_of_which_only_the_hash_is_kept(store, people):
    session = start_session(store, people.maker)
    assert find_session(store, session.token).login == "maker"
    assert session.csrf == csrf_token(session.token) != session.token
    assert find_session(store, session.token + "x") is None
    store.engine.dispose()
    files = store.settings.under("state").glob("sanfang.sqlite*")
    assert not any(session.token.encode() in file.read_bytes() for file in files)
    end_session(store, session.token)
    end_session(store, session.token)
    assert find_session(store, session.token) is None
    assert [entry.action for entry in entries(store, actor="maker")] == ["logout", "login"]


def test_a_session_ends_when_idle_and_at_the_longest(store, people):
    session = start_session(store, people.maker)
    now = datetime.now(UTC)
    assert find_session(store, session.token, now + IDLE + timedelta(seconds=1)) is None
    moment = now
    while (moment := moment + IDLE * 0.9) < now + LONGEST:
        assert find_session(store, session.token, moment) is not None
    assert find_session(store, session.token, now + LONGEST + timedelta(seconds=1)) is None
    assert verify_state(store) == []


def test_a_deactivated_person_has_no_session_and_no_way_back(store, people):
    session = start_session(store, people.maker)
    deactivate(store, "admin", "maker")
    assert find_session(store, session.token) is None
    assert verify_password(store, "maker", PASSWORD) is None
    with pytest.raises(PeopleError, match="已经停用"):
        deactivate(store, "admin", "maker")


def test_signatures_say_who_signed_what(store, people):
    digest = "ab" * 32
    assert sign(store, people.maker, "650000", "202001", "ssa_tax", digest).role == "accountant"
    assert sign(store, people.checker, "650000", "202001", "*", digest).role == "reviewer"
    with pytest.raises(SignOffRefused, match="已经签过"):
        sign(store, people.maker, "650000", "202001", "ssa_tax", digest)
    for person, region, leg in ((people.viewer, "650000", "ssa_tax"), (people.maker, "650100", "ssa_tax"),
                                (people.maker, "650000", "tax_fin")):  # fmt: skip
        with pytest.raises(NotAllowed):
            sign(store, person, region, "202001", leg, digest)
    with pytest.raises(SignOffRefused):
        sign(store, people.maker, "650000", "202001", "ssa_tax", "not a digest")
    assert [each.signer for each in list_sign_offs(store, "650000", "202001")] == ["maker", "checker"]


KEY = person_key(b"k", "11010519491231002X")


def with_vault(settings):
    vault = settings.under("vault", "persons.duckdb")
    vault.parent.mkdir()
    with duckdb.connect(vault) as connection:
        connection.execute(
            "create table person (person_key varchar, person_id varchar, person_name varchar, valid boolean)"
        )
        connection.execute("insert into person values (?, '11010519491231002X', '某人', true)", [KEY])


def test_an_auditor_resolves_a_key_and_that_is_journalled_first(store, settings, people):
    with pytest.raises(ResolveRefused, match="保险库"):
        resolve_person(store, people.auditor, KEY, "底稿 2020-17")
    with_vault(settings)
    assert resolve_person(store, people.auditor, KEY, "底稿 2020-17") == [ResolvedPerson("11010519491231002X", "某人")]
    assert resolve_person(store, people.auditor, "0" * 32, "底稿 2020-18") == []
    said = entries(store, action="person_resolved")
    assert [entry.subject for entry in said] == ["0" * 32, KEY, KEY]
    assert said[1].content == {"details": {"reason": "底稿 2020-17"}}
    assert not any("1949" in str(entry) or "某人" in str(entry) for entry in entries(store))


@pytest.mark.parametrize("login", ["maker", "checker", "both", "viewer", "admin"])
def test_nobody_else_resolves_a_key_and_the_try_stays(store, settings, people, login):
    with_vault(settings)
    with pytest.raises(NotAllowed):
        resolve_person(store, getattr(people, login), KEY, "好奇而已")
    assert entries(store)[0].action == "person_resolution_refused"
    for key, reason in (("x' or 1=1 --", "底稿 2020-17"), (KEY, " ")):
        with pytest.raises(ResolveRefused):
            resolve_person(store, people.auditor, key, reason)


def test_the_demonstration_has_a_login_for_each_role(tmp_path):
    from warehouse.settings import Settings
    from warehouse.state.store import open_state

    settings = Settings(home=tmp_path)
    logins = demo_people(settings)
    store = open_state(settings)
    assert {each.role for person in list_people(store) for each in person.grants} == set(ROLES)
    assert all(verify_password(store, login, word) for login, word in logins.items())
    assert settings.under("secrets", "workbench-logins.json").stat().st_mode & 0o777 == 0o600
    assert settings.under("state", "sanfang.sqlite").stat().st_mode & 0o777 == 0o600
    assert demo_people(settings) == {}
