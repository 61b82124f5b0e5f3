# expect: psgsh:IndicatorObservation-numerator sh:MinCountConstraintComponent
# The observation has no numerator.
DELETE WHERE { <id/observation/example> psg:numerator ?value }
