# expect: psgsh:IndicatorTarget-targetValue sh:MinCountConstraintComponent
# The target has no target value.
DELETE WHERE { <id/target/example> psg:targetValue ?value }
