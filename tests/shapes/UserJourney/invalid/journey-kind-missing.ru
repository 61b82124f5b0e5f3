# expect: psgsh:UserJourney-journeyKind sh:MinCountConstraintComponent
# The journey has no code for “journey kind”.
DELETE WHERE { <id/journey/example> psg:journeyKind ?value }
