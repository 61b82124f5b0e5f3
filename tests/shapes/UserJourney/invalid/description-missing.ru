# expect: psgsh:UserJourney-description-recommended sh:MinCountConstraintComponent
# The journey has no description.
DELETE WHERE { <id/journey/example> dct:description ?value }
