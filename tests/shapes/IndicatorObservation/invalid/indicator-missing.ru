# expect: psgsh:IndicatorObservation-indicator sh:MinCountConstraintComponent
# The observation names no performance indicator.
DELETE WHERE { <id/observation/example> psg:indicator ?value }
