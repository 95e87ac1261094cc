import { fork } from 'node:child_process';
import { Agent, request } from 'undici';
import express from 'express';
if (process.argv[2]) {
  const [,, url, n] = process.argv; const agent = new Agent({ connections: 64, pipelining: 1 });
  let left = Number(n); const t=performance.now(); let bad=0;
  await Promise.all(Array.from({length:64}, async()=>{ while(left-->0){ const r= await request(url+'/api/v1/petitions',{method:'POST',dispatcher:agent,headers:{authorization:'Bearer test-key-0123456789','content-type':'application/json','idempotency-key':'k'+left+'-'+Math.random()},body:JSON.stringify({text:'临江区幸福路12号停水两天，请尽快处理'.repeat(3),citizen:{identity:'u'+left,phone:'13700001111',name:'张三'}})}); if(r.statusCode>299) bad++; await r.body.dump(); }}));
  const s=(performance.now()-t)/1000; console.log(url.slice(-5), Math.round(Number(n)/s)+'/s', bad?('bad '+bad):''); process.exit(0);
}
const { startGateway, ENV } = await import('./gateway.ts');
const g = await startGateway({ ...ENV, APP_RATE_LIMIT:'0' });
const bare = express(); bare.use(express.json()); bare.post('/api/v1/petitions',(q,r)=>{r.status(201).json({id:q.body.text.length})}); const srv = bare.listen(0,'127.0.0.1'); await new Promise(r=>srv.once('listening',r));
const b=`http://127.0.0.1:${(srv.address() as any).port}`;
const run=(u:string,n:string)=>new Promise(r=>fork(import.meta.filename,[u,n]).on('exit',r));
await run(g.url,"8000");
srv.close(); await g.close(); process.exit(0);
