# expect: psgsh:UserJourney-title sh:MinCountConstraintComponent
# The journey has no title.
DELETE WHERE { <id/journey/example> dct:title ?value }
