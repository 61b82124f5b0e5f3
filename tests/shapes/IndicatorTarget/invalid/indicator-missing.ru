# expect: psgsh:IndicatorTarget-indicator sh:MinCountConstraintComponent
# The target names no performance indicator.
DELETE WHERE { <id/target/example> psg:indicator ?value }
