# expect: psgsh:IndicatorTarget-observedFor sh:OrConstraintComponent
# The target names a public service, organisation, life event, business event or stack that is not described anywhere.
DELETE WHERE { <id/target/example> psg:observedFor ?value } ;
INSERT DATA { <id/target/example> psg:observedFor <id/service/nowhere> }
