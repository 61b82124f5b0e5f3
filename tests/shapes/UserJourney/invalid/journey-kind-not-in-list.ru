# expect: psgsh:UserJourney-journeyKind sh:NodeConstraintComponent
# The code for “journey kind” is not in the code list.
DELETE WHERE { <id/journey/example> psg:journeyKind ?value } ;
INSERT DATA { <id/journey/example> psg:journeyKind <codelist/journey-kind/unknown> }
