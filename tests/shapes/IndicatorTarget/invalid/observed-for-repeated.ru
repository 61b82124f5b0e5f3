# expect: psgsh:IndicatorTarget-observedFor sh:MaxCountConstraintComponent
# The target names two things where one is allowed: “observed for”.
INSERT DATA { <id/target/example> psg:observedFor <id/service/second> }
