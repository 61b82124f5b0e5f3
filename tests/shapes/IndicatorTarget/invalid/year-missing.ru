# expect: psgsh:IndicatorTarget-year sh:MinCountConstraintComponent
# The target has no year.
DELETE WHERE { <id/target/example> psg:year ?value }
