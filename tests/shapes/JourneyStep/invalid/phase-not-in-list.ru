# expect: psgsh:JourneyStep-phase sh:NodeConstraintComponent
# The code for “phase” is not in the code list.
DELETE WHERE { <id/step/example> psg:phase ?value } ;
INSERT DATA { <id/step/example> psg:phase <codelist/journey-phase/unknown> }
