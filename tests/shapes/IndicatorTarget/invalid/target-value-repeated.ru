# expect: psgsh:IndicatorTarget-targetValue sh:MaxCountConstraintComponent
# The target has two values of “target value”.
INSERT DATA { <id/target/example> psg:targetValue 90.5 }
