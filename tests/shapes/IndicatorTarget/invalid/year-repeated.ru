# expect: psgsh:IndicatorTarget-year sh:MaxCountConstraintComponent
# The target has two values of “year”.
INSERT DATA { <id/target/example> psg:year 2028 }
