# expect: psgsh:IndicatorTarget-observedFor sh:MinCountConstraintComponent
# The target names no public service, organisation, life event, business event or stack.
DELETE WHERE { <id/target/example> psg:observedFor ?value }
