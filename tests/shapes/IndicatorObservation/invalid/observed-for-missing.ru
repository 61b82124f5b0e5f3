# expect: psgsh:IndicatorObservation-observedFor sh:MinCountConstraintComponent
# The observation names no public service or organisation or life event or business event or stack.
DELETE WHERE { <id/observation/example> psg:observedFor ?value }
