# expect: psgsh:IndicatorObservation-observedFor sh:MaxCountConstraintComponent
# The observation names two things where one is allowed: “observed for”.
INSERT DATA { <id/observation/example> psg:observedFor <id/service/second> }
