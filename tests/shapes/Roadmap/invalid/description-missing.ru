# expect: psgsh:Roadmap-description-recommended sh:MinCountConstraintComponent
# The roadmap has no description.
DELETE WHERE { <id/roadmap/example> dct:description ?value }
