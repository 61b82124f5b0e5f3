# expect: psgsh:UserJourney-journeyOf sh:ClassConstraintComponent
# The journey names a public service that is not described anywhere.
DELETE WHERE { <id/journey/example> psg:journeyOf ?value } ;
INSERT DATA { <id/journey/example> psg:journeyOf <id/service/nowhere> }
