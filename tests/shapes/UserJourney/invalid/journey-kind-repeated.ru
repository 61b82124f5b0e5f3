# expect: psgsh:UserJourney-journeyKind sh:MaxCountConstraintComponent
# The journey has two codes for “journey kind”.
INSERT DATA { <id/journey/example> psg:journeyKind <codelist/journey-kind/to-be> }
