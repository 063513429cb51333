"""How a rule file that a test makes up begins: of a made-up county, with no more than has to be there."""

HEAD = """
id: mine
level: county
place: {province: 虚构省, city: 虚构市, county: 虚构县}
title: {zh: 标准, en: standard}
document: {title: 文件}
effective: {from: 2024-01-01}
facts:
"""
