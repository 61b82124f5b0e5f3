# expect: psgsh:Roadmap-title sh:MinCountConstraintComponent
# The roadmap has no title.
DELETE WHERE { <id/roadmap/example> dct:title ?value }
