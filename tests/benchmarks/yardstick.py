"""The yardstick for starting up: a minimal program that loads and validates a rule file and a town, and shows them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
import yaml
from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.table import Table

from tests.paths import ROOT

VERSION = "1.0"
RULES = ROOT / "rules" / "shanxi.yaml"

Level = Literal["none", "county", "city", "province", "nation", "world"]
Service = Literal[
    "rd_design", "testing", "training", "information", "ip_protection", "financing", "exhibition", "logistics"
]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Text(Model):
    zh: str
    en: str


class Check(Model):
    text: Text | None = None
    reading: Text | None = None


class Leaf(Check):
    fact: str
    at_least: int | str | dict[str, str] | None = None
    is_: bool | None = Field(default=None, alias="is")
    includes: list[str] | None = None


class All(Check):
    all: list[AnyCheck]


class AnyOf(Check):
    any: list[AnyCheck]


class Of(Check):
    of: list[AnyCheck]
    at_least: int


class Relaxed(Check):
    relaxed: AnyCheck


class InPrinciple(Check):
    in_principle: AnyCheck


AnyCheck = Leaf | All | AnyOf | Of | Relaxed | InPrinciple


class Criterion(Model):
    number: int
    id: str
    name: Text
    clause: str
    require: AnyCheck
    prefer: list[AnyCheck] = []


class Place(Model):
    province: str
    city: str | None = None
    county: str | None = None


class Document(Model):
    title: str
    number: str | None = None
    issuer: str
    date: date


class Effective(Model):
    from_: date = Field(alias="from")
    until: date | None = None


class RuleSet(Model):
    id: str
    level: Literal["province", "city", "county"]
    place: Place
    title: Text
    document: Document
    effective: Effective
    criteria: list[Criterion]
    goal_facts: dict[str, Any] = {}
    goals: list[dict[str, Any]] = []
    tasks: list[dict[str, Any]] = []
    work_groups: list[dict[str, Any]] = []


class Town(Model):
    name: str
    province: str | None = None
    city: str | None = None
    county: str | None = None
    year: int | None = None
    designated_on: date | None = None
    firms: int | None = None
    employees: int | None = None
    output_basis: Literal["output", "sales", "revenue", "chain"] | None = None
    leading_industry: str | None = None
    category: Literal["manufacturing", "agriculture", "light_industry", "other"] | None = None
    heritage_product: bool | None = None
    brand_effect: bool | None = None
    social_recognition: bool | None = None
    local_identity: bool | None = None
    cluster_effect: bool | None = None
    employment_channel: bool | None = None
    tax_source: bool | None = None
    startup_carrier: bool | None = None
    income_support: bool | None = None
    high_market_share: bool | None = None
    provincial_share_high: bool | None = None
    comparative_advantage: bool | None = None
    exports: bool | None = None
    overseas_prospects: bool | None = None
    single_county: bool | None = None
    supporting_capacity: bool | None = None
    annual_output: Annotated[str, Field(pattern=r"^[0-9.]+(亿|万)?元$")] | None = None
    historical_origin: bool | None = None
    geographical_indication: bool | None = None
    traditional_feature: bool | None = None
    industry_influence: bool | None = None
    name_recognition: bool | None = None
    development_prospects: bool | None = None
    leading_firms: int | None = None
    supporting_firms: int | None = None
    technology_centre: Level | None = None
    engineering_centre: Level | None = None
    specialised_firms: int | None = None
    little_giants: int | None = None
    single_champions: int | None = None
    designated_leaders: int | None = None
    high_tech_firms: int | None = None
    focused_products: bool | None = None
    national_reputation: bool | None = None
    influence_scope: Level | None = None
    brand_level: Level | None = None
    standards: int | None = None
    services: list[Service] | None = None
    infrastructure: bool | None = None
    government_priority: bool | None = None
    clear_plan: bool | None = None
    service_awareness: bool | None = None
    evidence: dict[str, str | list[str]] = {}


app = typer.Typer()


def show_version(value: bool) -> None:
    if value:
        typer.echo(f"yardstick {VERSION}")
        raise typer.Exit


@app.command()
def show(
    path: Path,
    version: Annotated[bool, typer.Option("--version", callback=show_version, is_eager=True)] = False,
) -> None:
    """Show a town and what is asked of it."""
    with RULES.open(encoding="utf-8") as stream:
        rules = RuleSet.model_validate(yaml.load(stream, Loader=yaml.CSafeLoader))
    with path.open(encoding="utf-8") as stream:
        town = Town.model_validate(yaml.load(stream, Loader=yaml.CSafeLoader))
    table = Table("#", "criterion", "clause", "asked", title=f"{town.name}: {rules.title.en}")
    for criterion in rules.criteria:
        asked = criterion.require.text.en if criterion.require.text else ""
        table.add_row(str(criterion.number), criterion.name.en, criterion.clause, asked)
    Console().print(table)


if __name__ == "__main__":
    app()
