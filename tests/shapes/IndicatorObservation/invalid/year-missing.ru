# expect: psgsh:IndicatorObservation-year sh:MinCountConstraintComponent
# The observation has no year.
DELETE WHERE { <id/observation/example> psg:year ?value }
