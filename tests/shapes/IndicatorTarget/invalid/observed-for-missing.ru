# expect: psgsh:IndicatorTarget-observedFor sh:MinCountConstraintComponent
# The target names no public service or organisation or life event or business event or stack.
DELETE WHERE { <id/target/example> psg:observedFor ?value }
