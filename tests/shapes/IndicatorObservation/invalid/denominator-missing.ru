# expect: psgsh:IndicatorObservation-denominator sh:MinCountConstraintComponent
# The observation has no denominator.
DELETE WHERE { <id/observation/example> psg:denominator ?value }
