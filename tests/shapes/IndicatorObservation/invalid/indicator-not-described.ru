# expect: psgsh:IndicatorObservation-indicator sh:ClassConstraintComponent
# The observation names a performance indicator that is not described anywhere.
DELETE WHERE { <id/observation/example> psg:indicator ?value } ;
INSERT DATA { <id/observation/example> psg:indicator <id/indicator/nowhere> }
