# expect: psgsh:IndicatorObservation-observedFor sh:OrConstraintComponent
# The observation names a public service, organisation, life event, business event or stack that is not described anywhere.
DELETE WHERE { <id/observation/example> psg:observedFor ?value } ;
INSERT DATA { <id/observation/example> psg:observedFor <id/service/nowhere> }
