# expect: psgsh:LegalResource-description-recommended sh:MinCountConstraintComponent
# The instrument has no description.
DELETE WHERE { <id/regulation/example> dct:description ?value }
