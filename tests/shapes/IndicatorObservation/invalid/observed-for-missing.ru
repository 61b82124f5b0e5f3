# expect: psgsh:IndicatorObservation-observedFor sh:MinCountConstraintComponent
# The observation names no public service, organisation, life event, business event or stack.
DELETE WHERE { <id/observation/example> psg:observedFor ?value }
