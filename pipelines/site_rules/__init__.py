"""Rules a person writes for a site: read from text, chosen by address and time, and acted on in the ledger.

    text of a rule file -> ftr.read_ftr | toml_rules.read_toml -> SiteRule + Problems     nothing raises
    SiteRules           -> book.rules_for(url, time)           the one rule that holds, and the global one
    SiteRule            -> cleaning.clean_by_rule(text, url)   strips, body, metadata; a stale rule loses

Leaves out files and folders (crawler.rule_files). The formats are described in docs/rules.md.
"""
