# expect: psgsh:IndicatorObservation-indicator sh:MaxCountConstraintComponent
# The observation names two things where one is allowed: “indicator”.
INSERT DATA { <id/observation/example> psg:indicator <id/indicator/second> }
