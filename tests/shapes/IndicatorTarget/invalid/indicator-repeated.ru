# expect: psgsh:IndicatorTarget-indicator sh:MaxCountConstraintComponent
# The target names two things where one is allowed: “indicator”.
INSERT DATA { <id/target/example> psg:indicator <id/indicator/second> }
